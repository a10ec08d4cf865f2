use super::*;

#[track_caller]
fn check(subject: &str, series: Option<[u32; 3]>, is_patch: bool) {
    let subject_read = Subject::read(Some(subject.as_bytes()), None);
    let read = subject_read.numbering.map(|n| [n.version, n.number, n.total]);
    assert_eq!((read, subject_read.is_patch), (series, is_patch), "{subject}");
}

#[test]
fn place_and_version_are_read_in_every_form() {
    for (subject, series) in [
        ("[PATCH] f", [1, 1, 1]),
        ("[PATCH v2 3/7] f", [2, 3, 7]),
        ("[PATCH1/2] f", [1, 1, 2]),
        ("[PATCH 1 of 3] f", [1, 1, 3]),
        ("[PATCH 0 of 2 v3] f", [3, 0, 2]),
        ("[PATCH] [1/3] f", [1, 1, 3]),
        ("[PATCH][v2] f", [2, 1, 1]),
        ("[v2][PATCH 1/2] f", [2, 1, 2]),
        ("[PATCH-v2] f", [2, 1, 1]),
        ("[PATCH_v2] f", [2, 1, 1]),
        ("[PATCHv2 02/12] f", [2, 2, 12]),
        ("[RFCv2 PATCH] f", [2, 1, 1]),
        ("[RFC/PATCH] f", [1, 1, 1]),
        ("[RFC/PATCHv3 1/2] f", [3, 1, 2]),
        ("[PATCH v4.4] f", [4, 1, 1]),
        ("[PATCH v5.10 v2 1/3] f", [2, 1, 3]),
        ("[PATCH GSoC v6] f", [6, 1, 1]),
        ("[PATCH v6,19/24] f", [6, 19, 24]),
        ("[PATCH net-next 02/12 v3] f", [3, 2, 12]),
        ("[PATCH v3-resend 1/2] f", [3, 1, 2]),
        ("[PATCH v3RESEND] f", [3, 1, 1]),
        ("[v2PATCH 1/2] f", [2, 1, 2]),
        ("[PATCH V4L 1/2] f", [1, 1, 2]),
        ("[list] [PATCH v2 1/2] [media] f", [2, 1, 2]),
        ("[PATCH net v2 f: g", [2, 1, 1]),
    ] {
        check(subject, Some(series), true);
    }
}

#[test]
fn other_brackets_say_less() {
    check("[nft 1/3] f", Some([1, 1, 3]), false);
    check("[tip: net/core] f", None, false);
    check("[bug 1] f", None, false);
    check("f [PATCH] g", Some([1, 1, 1]), true);
}

#[test]
fn answers_begin_so_in_every_language() {
    for subject in [
        "Re: f",
        "RE: [PATCH] f",
        " re : f",
        "RE[2]: f",
        "Re(3): f",
        "Re^2: f",
        "AW: f",
        "Antw: f",
        "SV: [PATCH] f",
        "VS: Re: f",
        "RES: [PATCH] f",
        "RV: [PATCH] f",
        "TR: [PATCH] f",
        "WG: f",
        "Fwd: f",
        "回复: f",
        "回复：[PATCH] f",
        "答复: f",
        "转发: f",
        "[list] Re: [PATCH] f",
    ] {
        assert!(is_reply(subject.as_bytes()), "{subject}");
    }
}

#[test]
fn what_begins_otherwise_is_no_answer() {
    for subject in ["[PATCH] Re: f", "tr: f", "res: fix [a]", "Reply: f", "Re f", "f: Re: g", ""] {
        assert!(!is_reply(subject.as_bytes()), "{subject}");
    }
}
