//! Opening share links, and the runs that are held beside the one that is open.

use serde::Serialize;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use super::super::{Playground, sentence};
use super::kept::KeptOpening;
use crate::session::Session;
use crate::session::opening::{Opened, Opening};
use crate::view::json::json;

/// The runs that are held beside the one that is open.
#[derive(Default)]
pub struct RunsBeside {
    /// What is being opened, if anything is.
    opening: Option<UnderWay>,
    /// The run that was open before, which can be brought back.
    pub(super) before: Option<Session>,
}

impl RunsBeside {
    /// Takes the run in whose place another one is shown.
    pub(in crate::bindings) fn leave(&mut self, left: Session) {
        self.opening = None;
        self.before = Some(left);
    }
}

#[wasm_bindgen]
impl Playground {
    /// Opens a share link; JSON of `OpenedLink`.
    pub fn open(&mut self, link: &str) -> Result<String, JsError> {
        let (session, opened) = Session::open_link(link).map_err(sentence)?;
        Ok(self.opened(session, opened))
    }

    /// Begins to open a share link; the run shown stays until all is done.
    #[wasm_bindgen(js_name = beginOpening)]
    pub fn begin_opening(&mut self, link: &str) -> Result<(), JsError> {
        self.beside.opening = Some(UnderWay::Link(Opening::begin(link).map_err(sentence)?));
        Ok(())
    }

    /// Begins to open a run with all its branches, each on a line: the place of its parent, or `-`;
    /// the moment at which it forked; its link. `shown` is the place of the one to show.
    #[wasm_bindgen(js_name = beginOpeningKept)]
    pub fn begin_opening_kept(&mut self, branches: &str, shown: u32) -> Result<(), JsError> {
        let opening = KeptOpening::begin(branches, shown).map_err(sentence)?;
        self.beside.opening = Some(UnderWay::Kept(opening));
        Ok(())
    }

    /// Goes on opening for a moment. Returns JSON of `OpenedLink` once the run is shown, and of the
    /// percentage reached before that. After 100, the next call shows the run: so the page can keep
    /// the run shown as it is at the end.
    #[wasm_bindgen(js_name = goOnOpening)]
    pub fn go_on_opening(&mut self) -> Result<String, JsError> {
        let nothing = || sentence("No run is being opened.".into());
        let mut opening = self.beside.opening.take().ok_or_else(nothing)?;
        if opening.is_ready() {
            let (session, opened) = opening.finish().map_err(sentence)?;
            return Ok(self.opened(session, opened));
        }
        opening.go_on().map_err(sentence)?;
        let percent = opening.percent();
        self.beside.opening = Some(opening);
        Ok(percent.to_string())
    }

    /// Gives up opening: the run shown stays.
    #[wasm_bindgen(js_name = cancelOpening)]
    pub fn cancel_opening(&mut self) {
        self.beside.opening = None;
    }
}

/// A link or a kept run that is being opened.
enum UnderWay {
    Link(Opening),
    Kept(KeptOpening),
}

impl UnderWay {
    fn go_on(&mut self) -> Result<(), String> {
        match self {
            UnderWay::Link(opening) => opening.go_on().map(|_| ()),
            UnderWay::Kept(opening) => opening.go_on(),
        }
    }

    fn is_ready(&self) -> bool {
        match self {
            UnderWay::Link(opening) => opening.is_ready(),
            UnderWay::Kept(opening) => opening.is_ready(),
        }
    }

    fn percent(&self) -> u64 {
        match self {
            UnderWay::Link(opening) => opening.percent(),
            UnderWay::Kept(opening) => opening.percent(),
        }
    }

    fn finish(self) -> Result<(Session, Opened), String> {
        match self {
            UnderWay::Link(opening) => opening.finish(),
            UnderWay::Kept(opening) => opening.finish(),
        }
    }
}

impl Playground {
    fn opened(&mut self, session: Session, opened: Opened) -> String {
        self.show(session);
        json(&OpenedShape::of(opened))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenedShape {
    digest_agrees: bool,
    notice: Option<String>,
    has_captions: bool,
}

impl OpenedShape {
    pub(super) fn of(opened: Opened) -> OpenedShape {
        OpenedShape {
            digest_agrees: opened.digest_agrees,
            notice: opened.notice,
            has_captions: opened.has_captions,
        }
    }
}
