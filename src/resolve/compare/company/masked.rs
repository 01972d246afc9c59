//! Names of firms that are partly hidden (`深圳市**科技有限公司`): no evidence where what both show agrees, others where it does not.

use crate::model::shown::{Aligned, Shown, shown};
use crate::model::value::{Class, Dict};

/// The characters of every name; empty where no name of the table is masked.
pub(super) struct Masked {
    names: Vec<Box<[char]>>,
    is_masked: Vec<bool>,
}

impl Masked {
    pub(super) fn new(dict: &Dict) -> Self {
        let codes = || 0..dict.len() as u32;
        let is_masked: Vec<bool> = codes().map(|code| dict.class(code) == Class::Masked).collect();
        if !is_masked.contains(&true) {
            return Self { names: Vec::new(), is_masked: Vec::new() };
        }
        let name =
            |code| dict.text(code).chars().filter(|c| c.is_alphanumeric() || *c == '*').flat_map(char::to_lowercase).collect();
        Self { names: codes().map(name).collect(), is_masked }
    }

    /// Does what both names show agree? `None` where neither is masked. The one may go on behind the other (`杭州**物流`).
    pub(super) fn agree(&self, a: u32, b: u32) -> Option<bool> {
        let is_masked = |code: u32| self.is_masked.get(code as usize).copied().unwrap_or(false);
        if !is_masked(a) && !is_masked(b) {
            return None;
        }
        let (x, y) = (&self.names[a as usize], &self.names[b as usize]);
        Some(matches!(shown(x, y, '*', Aligned::Loosely), Shown::Agrees(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Normal;

    #[test]
    fn masked_names_agree_by_what_they_show() {
        let mut dict = Dict::new();
        let mut code = |text: &str| {
            let class = if text.contains('*') { Class::Masked } else { Class::Valid };
            dict.intern(&Normal { class, ..Normal::valid(text) })
        };
        let [whole, other, mask, start] =
            ["杭州长江物流有限公司", "苏州长江物流有限公司", "杭州**物流有限公司", "杭州长****有限公司"].map(&mut code);
        let masked = Masked::new(&dict);
        assert_eq!(masked.agree(whole, other), None);
        assert_eq!(masked.agree(whole, mask), Some(true));
        assert_eq!(masked.agree(mask, whole), Some(true));
        assert_eq!(masked.agree(mask, start), Some(true));
        assert_eq!(masked.agree(mask, mask), Some(true));
        assert_eq!(masked.agree(other, mask), Some(false));
    }
}
