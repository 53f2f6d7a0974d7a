//! Naming, removing and bringing back branches.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use super::super::{Playground, sentence};

#[wasm_bindgen]
impl Playground {
    /// Gives a branch a name; takes it away when the name is empty.
    #[wasm_bindgen(js_name = nameBranch)]
    pub fn name_branch(&mut self, id: u32, name: &str) -> Result<(), JsError> {
        self.session.name_branch(id, name).map_err(sentence)
    }

    /// Brings back the branch that was removed last. Returns its number; `undefined`
    /// without one.
    #[wasm_bindgen(js_name = undoRemove)]
    pub fn undo_remove(&mut self) -> Option<u32> {
        self.session.undo_remove()
    }

    /// Removes a branch; `undoRemove` brings it back.
    #[wasm_bindgen(js_name = removeBranch)]
    pub fn remove_branch(&mut self, id: u32) -> Result<(), JsError> {
        self.session.remove_branch(id).map_err(sentence)
    }
}
