//! Zip archives: every member that holds a table. A workbook is a zip file, too, and is told apart by its contents.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::source::Source;
use super::{IngestError, ReadOptions, is_wanted, listed};
use crate::model::raw::RawTable;
use crate::model::remark::Remark;
use crate::model::watch::Watch;

/// True if the zip file at hand is a workbook (xlsx, xlsb, ods). A damaged one is judged by its name.
pub(super) fn is_workbook(source: &Source, bytes: &[u8]) -> bool {
    let named = source.is_named(&["xlsx", "xlsm", "xlsb", "ods"]);
    ZipArchive::new(Cursor::new(bytes))
        .map_or(named, |zip| zip.index_for_name("[Content_Types].xml").is_some() || zip.index_for_name("mimetype").is_some())
}

/// Reads the members' tables in name order of the archive. Members that hold no table (a read-me) are passed over with a
/// remark if others do.
pub(super) fn read(source: &Source, bytes: &[u8], options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&source.shown, &e))?;
    let mut tables = Vec::new();
    let mut passed_over = Vec::new();
    let mut first_error = None;
    let (indices, unread) = chosen(source, &mut zip, &options.members)?;
    for index in indices {
        let Some(member) = member(source, &mut zip, index)? else { continue };
        match super::tables(&member, options, watch) {
            Ok(found) if zip.len() > 1 && found.iter().all(is_remark) => passed_over.push(member.shown),
            Ok(found) => tables.extend(found),
            Err(error @ (IngestError::NoHeader { .. } | IngestError::Empty { .. })) => {
                passed_over.push(member.shown);
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    let Some(table) = tables.first_mut() else {
        return Err(first_error.unwrap_or_else(|| IngestError::Empty { file: source.shown.clone() }));
    };
    table.input.remarks.extend(unread.into_iter().map(|name| Remark::new("member_unread", [name])));
    table.input.remarks.extend(passed_over.into_iter().map(|name| Remark::new("member_passed_over", [name])));
    Ok(tables)
}

/// The members to read: those that fit, all if nothing is asked for; and the names of the others. Each name asked for must fit one.
fn chosen(
    source: &Source,
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    wanted: &[String],
) -> Result<(Vec<usize>, Vec<String>), IngestError> {
    if wanted.is_empty() {
        return Ok(((0..zip.len()).collect(), Vec::new()));
    }
    let mut names = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        // Raw: the name of a locked member can be read, too.
        let file = zip.by_index_raw(index).map_err(|e| damaged(&source.shown, &e))?;
        let name = decoded_name(file.name_raw());
        names.extend((!file.is_dir() && !is_hidden(&name)).then_some((index, name)));
    }
    let fits_none = |wanted: &&String| !names.iter().any(|(_, name)| is_wanted(name, std::slice::from_ref(wanted)));
    if let Some(missing) = wanted.iter().find(fits_none) {
        let known = listed(names.iter().map(|(_, name)| name.as_str()));
        return Err(IngestError::NoMember { file: source.shown.clone(), member: missing.clone(), known });
    }
    let (read, left): (Vec<_>, Vec<_>) = names.into_iter().partition(|(_, name)| is_wanted(name, wanted));
    Ok((read.into_iter().map(|(index, _)| index).collect(), left.into_iter().map(|(_, name)| name).collect()))
}

/// What file managers add.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX" || part.eq_ignore_ascii_case("thumbs.db"))
}

/// One line of text reads as a header without rows: a read-me.
fn is_remark(table: &RawTable) -> bool {
    table.header.len() == 1 && table.rows.is_empty()
}

/// Unpacks one member; `None` for folders and what file managers add.
fn member(source: &Source, zip: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Option<Source>, IngestError> {
    let mut file = zip.by_index(index).map_err(|e| damaged(&source.shown, &e))?;
    let name = decoded_name(file.name_raw());
    if file.is_dir() || is_hidden(&name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|e| IngestError::io(&format!("{}!{name}", source.shown), &e))?;
    Ok(Some(Source::member(&source.shown, &name, bytes)))
}

/// Archives made on a Chinese Windows name their members in GBK.
fn decoded_name(raw: &[u8]) -> String {
    std::str::from_utf8(raw).map_or_else(|_| GB18030.decode_without_bom_handling(raw).0.into_owned(), str::to_owned)
}

fn damaged(file: &str, error: &ZipError) -> IngestError {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            IngestError::unreadable(file, "the archive is protected by a password", "unpack it first and name the unpacked files")
        }
        error => IngestError::unreadable(file, format!("the archive is damaged or truncated ({error})"), "transfer the file again"),
    }
}
