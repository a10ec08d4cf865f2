use super::*;

const BOX: &str = "\n \nFrom a@example.org Mon Jun  1 10:12:00 2026\nSubject: one\n\nFrom here on, x.\n\
    From b@example.org Mon Jun  1 10:12:00 2026 and 10:12:00 2026 more: text\n\
    From c@example.org Mon Jun  1 10:12:00 2026\nSubject: two\n\nFrom\nFr\n\n\
    From d@example.org Mon Jun  1 10:12:00 2026";

/// The text and the first line of every mail, read with blocks and mails of those sizes.
fn mails(text: &str, size: usize, longest: usize) -> Vec<(String, u64, bool)> {
    let mut blocks = Blocks::new(text.as_bytes(), Naming::Input("box".into()), Pool::default(), 0);
    (blocks.size, blocks.longest) = (size, longest);
    let all: Vec<Block> = blocks.map(Result::unwrap).collect();
    let mails = all.iter().flat_map(Block::mails);
    mails.map(|mail| (String::from_utf8_lossy(&mail.bytes).into_owned(), mail.line, mail.cut)).collect()
}

#[test]
fn the_size_of_blocks_changes_nothing() {
    let whole = mails(BOX, BLOCK, LONGEST_MAIL);
    assert_eq!(whole.iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), [3, 8, 14]);
    for size in 1..BOX.len() {
        assert_eq!(mails(BOX, size, LONGEST_MAIL), whole, "blocks of {size} bytes");
    }
}

#[test]
fn what_follows_a_long_mail_is_found() {
    for longest in 60..110 {
        for size in 80..BOX.len() {
            let cut = mails(BOX, size, longest);
            let lines: Vec<u64> = cut.iter().map(|(_, line, _)| *line).collect();
            assert_eq!(lines, [3, 8, 14], "blocks of {size} bytes, mails of {longest}: {cut:#?}");
            assert!(cut[0].2 && cut[0].0.len() <= longest);
        }
    }
}

#[test]
fn blank_lines_longer_than_a_block_are_passed_over() {
    let text = format!("{}Subject: one\n\nText.\n", "\n".repeat(5000));
    assert_eq!(mails(&text, 7, LONGEST_MAIL), [("Subject: one\n\nText.\n".to_owned(), 5001, false)]);
}

/// Gives a part at a time, as a pipe does, and counts what it gave.
struct Parts<'a>(std::slice::Iter<'a, &'a [u8]>, &'a std::cell::Cell<usize>);

impl Read for Parts<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let part = self.0.next().copied().unwrap_or_default();
        buffer[..part.len()].copy_from_slice(part);
        self.1.set(self.1.get() + 1);
        Ok(part.len())
    }
}

#[test]
fn what_a_pipe_holds_is_handed_on() {
    let (read, text) = (std::cell::Cell::new(0), BOX.as_bytes());
    let parts = [&text[..230], &text[230..]];
    let mut blocks = Blocks::new(Parts(parts.iter(), &read), Naming::Input("-".into()), Pool::default(), 0);
    assert_eq!(blocks.next().unwrap().unwrap().mails().count(), 1);
    assert_eq!(read.get(), 1);
    assert_eq!(blocks.map(|block| block.unwrap().mails().count()).sum::<usize>(), 2);
}
