use super::*;

#[test]
fn every_shipped_preset_parses() {
    let presets = presets().unwrap();
    assert_eq!(presets.len(), shipped::FILES.len());
    for (preset, (file, _)) in presets.iter().zip(shipped::FILES) {
        assert_eq!(*file, format!("rules/channels/{}.toml", preset.name));
    }
}
