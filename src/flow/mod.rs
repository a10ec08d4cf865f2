//! The flow as a whole: inputs in, reports out, in the order of the input, on all cores.

mod ordered_workers;
mod queue;

use std::io;
use std::sync::Arc;

use crate::case::Case;
use crate::finding::Level;
use crate::input::{Block, InputError, Mail, Meter, Period, Source};
use crate::mail::{Envelope, Headers, Message, Options, Problem};
use crate::mail_report::{Detail, Facts, MailReport, ReplyHeaders};
use crate::patch::{Date, Kind, Patch};
use crate::policy::Policy;
use crate::rules::ActiveRules;
use crate::series::{self, Answer, SeriesPatch};

use queue::Queue;

/// How to check.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Another policy that every mail is checked under besides, only to know whether it would fail: that in force, where
    /// `policy` is not, and the lightest finding that fails.
    pub in_force: Option<(&'a Policy, Level)>,
    /// How mails are read.
    pub options: Options,
    /// Which mails are checked, by their date. Those without one are.
    pub period: Period,
    /// Which reports carry what their mail says.
    pub detail: Detail,
    /// Whether a report carries what changed since the version before.
    pub changes: bool,
    /// Whether a report carries who answers what.
    pub answers: bool,
    /// Whether a report carries to whom an answer goes.
    pub recipients: bool,
    /// Whether every patch is asked what repeated edits explain of it.
    pub mechanical: bool,
    /// Counts what is read.
    pub meter: Meter,
    /// How many threads check; none where it is one a core.
    pub threads: Option<usize>,
}

impl<'a> Job<'a> {
    /// A job on one thread that reports findings only.
    pub fn new(policy: &'a Policy) -> Self {
        let (options, period) = (Options::default(), Period::default());
        let (detail, meter) = (Detail::WithFindings, Meter::default());
        Self {
            policy,
            in_force: None,
            options,
            period,
            detail,
            changes: false,
            answers: false,
            recipients: false,
            mechanical: false,
            meter,
            threads: Some(1),
        }
    }
}

/// What comes out of the flow.
#[derive(Debug)]
pub enum Event {
    /// A mail, read and checked.
    Mail(Box<MailReport>),
    /// An answer, of which no more is kept than who answers what.
    Answer(Box<Answer>),
    /// A mail with nothing to report.
    Skipped,
    /// An input that could not be read, or not to its end.
    Unread(InputError),
    /// The input may block: what was written so far should be seen.
    Flush,
}

/// Checks every mail of the inputs. What comes out comes in the order of the input, whatever the number of
/// threads; an error of `out` ends the run.
pub fn check(
    sources: &[Source],
    job: &Job<'_>,
    mut out: impl FnMut(Event) -> io::Result<()> + Send,
) -> io::Result<()> {
    let rules = ActiveRules::under(job.policy);
    let in_force = job.in_force.map(|(policy, least)| (ActiveRules::no_lighter_than(least, policy), least));
    let mut queue = Queue::new(job, &rules);
    let check = |read: Result<Block, InputError>| match read {
        Ok(block) => {
            block.mails().filter_map(|mail| check_mail(&mail, job, &rules, in_force.as_ref())).collect()
        }
        Err(why) => vec![Checked::Unread(why)],
    };
    let blocks = sources.iter().flat_map(|source| source.blocks(job.period, &job.meter));
    ordered_workers::check(blocks, job.threads, check, &mut |block| {
        block.into_iter().try_for_each(|checked| queue.take(checked, &mut out))?;
        out(Event::Flush)
    })?;
    queue.finish(&mut out)
}

/// What is known of a mail once its bytes are gone.
#[derive(Debug)]
enum Checked {
    Skipped,
    Answer(Box<Answer>),
    Mail(Box<MailReport>, Option<Box<SeriesPatch>>),
    Unread(InputError),
}

/// None of a mail that is left out. What is cheap to know comes first: most mails are read no further.
fn check_mail(
    mail: &Mail<'_>,
    job: &Job<'_>,
    rules: &ActiveRules<'_>,
    in_force: Option<&(ActiveRules<'_>, Level)>,
) -> Option<Checked> {
    let mut message = if mail.bare {
        Message::bare(&mail.bytes)
    } else {
        let envelope = Envelope::read(&mail.bytes);
        if !job.period.holds_all() && !job.period.holds(date_of(&envelope)) {
            return None;
        }
        if job.detail < Detail::All && Patch::is_mere_reply(&envelope) {
            return Some(passed_over(job, &envelope.headers, envelope.body()));
        }
        envelope.open(job.options)
    };
    if mail.cut {
        message.problems.push(Problem::TooLong);
    }
    if job.detail < Detail::All && Patch::is_out_of_question(&message) {
        return Some(passed_over(job, &message.headers, &message.message));
    }
    let patch = if mail.bare { Patch::bare(&message) } else { Patch::read(&message) };
    let case = Case::new(&patch, job.policy);
    let findings = rules.check(&case);
    let series_patch = SeriesPatch::of(&case).map(Box::new);
    let with_facts = match job.detail {
        Detail::None => false,
        // A finding about its series may hang on this patch later, and needs them too.
        Detail::WithFindings => {
            let may_come = |m: &SeriesPatch| m.numbering.total > 1 || m.numbering.version > 1;
            !findings.is_empty()
                || series_patch.as_deref().is_some_and(may_come)
                || case.mechanical_declared().is_some()
        }
        Detail::Submissions | Detail::All => true,
    };
    let mut facts = match with_facts {
        true => Facts::of(&case, job.mechanical),
        false => Facts::default(),
    };
    facts.commit = mail.commit().filter(|_| with_facts).map(str::to_owned);
    if job.recipients {
        facts.reply_headers = ReplyHeaders::of(&patch, &mail.bytes);
    }
    let mut report = MailReport::new(mail, &patch, facts, findings);
    if job.answers && !matches!(patch.kind, Kind::Patch | Kind::Cover) {
        report.answer = Some(Box::new(Answer::of(&message.headers, &message.message)));
    }
    if with_facts && !patch.bare {
        report.series = series::root_of(&message.headers).map(|id| Arc::from(&*id));
    }
    report.fails_in_force = in_force.is_some_and(|(rules, least)| rules.find_in(&case, *least));
    Some(Checked::Mail(Box::new(report), series_patch))
}

/// What is known of a mail that no rule is asked about.
fn passed_over(job: &Job<'_>, headers: &Headers<'_>, text: &[u8]) -> Checked {
    match job.answers {
        true => Checked::Answer(Box::new(Answer::of(headers, text))),
        false => Checked::Skipped,
    }
}

fn date_of(envelope: &Envelope<'_>) -> Option<i64> {
    Some(Date::read(envelope.headers.date.as_deref()?)?.seconds())
}
