//! The reports of one run: one to standard output, and others into files beside it, each whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use jiff::tz::Offset;

use super::atomic_file::AtomicFile;
use super::output::Named;
use checkprov::escape::escaped;
use checkprov::finding::Finding;
use checkprov::git::Git;
use checkprov::mail_report::{Detail, MailReport};
use checkprov::patch::Identity;
use checkprov::policy::Policy;
use checkprov::report::{Format, Report, Sender, Style, Tally, View};
use checkprov::series::Answer;

/// How much of a report is written at once.
const BUFFER: usize = 1 << 16;

/// Where a report goes.
type Out<'a> = Box<dyn Write + Send + 'a>;

/// Who git says sends mail, and when: for answers alone. None where git does not know the person.
fn sender(format: Format) -> Option<Sender> {
    let is_asked = format == Format::Reply;
    let line = is_asked.then(|| Git::here().line("var", &["GIT_COMMITTER_IDENT"]).ok()).flatten()?;
    let (person, moment) = line.rsplit_once("> ")?;
    let (seconds, zone) = moment.split_once(' ')?;
    let date = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    let zone: i32 = zone.parse().ok()?;
    let offset = Offset::from_seconds((zone / 100 * 60 + zone % 100) * 60).ok()?;
    let date = date.to_zoned_datetime(offset.to_time_zone()).strftime("%a, %d %b %Y %H:%M:%S %z").to_string();
    Some(Sender { identity: Identity::author(format!("{person}>").as_bytes()), date })
}

fn buffered<'a>(out: impl Write + Send + 'a) -> Out<'a> {
    Box::new(BufWriter::with_capacity(BUFFER, out))
}

/// The reports of a run, that to standard output first.
pub(super) struct Outputs<'a> {
    reports: Vec<Report<'a, Out<'a>>>,
    /// Files that are not in their places yet.
    files: Vec<(PathBuf, AtomicFile)>,
}

impl<'a> Outputs<'a> {
    /// A report to standard output.
    pub(super) fn new(style: Style, policy: &'a Policy, stdout: impl Write + Send + 'a) -> Self {
        Self::through(Report::new(style, policy, buffered(stdout)).sent_by(sender(style.format)))
    }

    /// A report of series to standard output.
    pub(super) fn of_series(
        view: &View,
        style: Style,
        policy: &'a Policy,
        stdout: impl Write + Send + 'a,
    ) -> Self {
        Self::through(Report::of_series(view, style, policy, buffered(stdout)))
    }

    fn through(report: Report<'a, Out<'a>>) -> Self {
        Self { reports: vec![report], files: Vec::new() }
    }

    /// Adds a report into a file.
    pub(super) fn add(&mut self, style: Style, policy: &'a Policy, path: &Path) -> Result<()> {
        let file = self.open(path).with_context(|| escaped(&path.to_string_lossy()).into_owned())?;
        // Colours are for terminals.
        let choice = match style.format {
            Format::Human => anstream::ColorChoice::Never,
            _ => anstream::ColorChoice::AlwaysAnsi,
        };
        let out = Named::file(AutoStream::new(file, choice), path);
        self.reports.push(Report::new(style, policy, buffered(out)).sent_by(sender(style.format)));
        Ok(())
    }

    fn open(&mut self, path: &Path) -> Result<File> {
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => bail!("it is a folder"),
            // A device or a pipe takes what it is given.
            Ok(about) if !about.is_file() => return Ok(File::options().write(true).open(&path)?),
            _ => {}
        }
        if self.files.iter().any(|(other, _)| *other == path) {
            bail!("two formats cannot go to one file");
        }
        let file = AtomicFile::beside(&path)?;
        let handle = file.handle()?;
        self.files.push((path, file));
        Ok(handle)
    }

    /// Of which mails the reports want to know what they say.
    pub(super) fn detail(&self) -> Detail {
        self.reports.iter().map(Report::detail).max().unwrap_or(Detail::None)
    }

    /// Whether any says what changed since the version before.
    pub(super) fn tells_changes(&self) -> bool {
        self.reports.iter().any(Report::tells_changes)
    }

    /// Whether any counts who answers what.
    pub(super) fn counts_answers(&self) -> bool {
        self.reports.iter().any(Report::counts_answers)
    }

    /// Whether any says if the patches would pass under the policy in force.
    pub(super) fn tells_today(&self) -> bool {
        self.reports.iter().any(Report::tells_today)
    }

    /// What applies today, in a line, for whoever reads standard output.
    pub(super) fn today(&self, about_policy: &[Finding]) -> Option<String> {
        self.reports.first()?.today(about_policy)
    }

    /// Whether any says to whom an answer goes.
    pub(super) fn wants_recipients(&self) -> bool {
        self.reports.iter().any(Report::wants_recipients)
    }

    pub(super) fn begin(&mut self) -> io::Result<()> {
        self.reports.iter_mut().try_for_each(Report::begin)
    }

    pub(super) fn mail(&mut self, mail: &MailReport) -> io::Result<()> {
        self.reports.iter_mut().try_for_each(|report| report.mail(mail))
    }

    pub(super) fn answer(&mut self, answer: &Answer) {
        self.reports.iter_mut().for_each(|report| report.answer(answer));
    }

    pub(super) fn passed(&mut self) {
        self.reports.iter_mut().for_each(Report::passed);
    }

    pub(super) fn unread(&mut self) {
        self.reports.iter_mut().for_each(Report::unread);
    }

    /// Lets what went to standard output be seen.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.reports.first_mut().map_or(Ok(()), Report::flush)
    }

    /// Ends every report, puts the files in their places, and gives the counts, which are the same in all.
    pub(super) fn finish(self, about_policy: &[Finding]) -> Result<Tally> {
        let mut tally = Tally::default();
        for report in self.reports {
            tally = report.finish(about_policy)?;
        }
        for (path, file) in self.files {
            file.put_whole(&path).with_context(|| escaped(&path.to_string_lossy()).into_owned())?;
        }
        Ok(tally)
    }
}
