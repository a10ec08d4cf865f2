//! Patches that belong together: series, and the versions of them. Only what rules need is remembered.

mod group;
mod member;
mod versions;

pub use group::Groups;
pub use member::Member;
pub use versions::Earlier;

/// The mails of one series that were seen, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Patches and cover letters. A mail that came twice is here once.
    pub members: Vec<Member>,
}

impl Series {
    /// The patches, without cover letters.
    pub fn patches(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !member.is_cover)
    }

    /// The cover letter, if one was seen.
    pub fn cover(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.is_cover)
    }

    /// Whether every patch that the subjects announce was seen.
    pub fn is_complete(&self) -> bool {
        let total = self.members.first().map_or(1, |member| member.numbering.total);
        (1..=total).all(|number| self.patches().any(|patch| patch.numbering.number == number))
    }

    /// The numbers of the patches that were announced and not seen.
    pub fn missing(&self) -> Vec<u32> {
        let total = self.members.first().map_or(1, |member| member.numbering.total);
        (1..=total).filter(|number| !self.patches().any(|patch| patch.numbering.number == *number)).collect()
    }
}
