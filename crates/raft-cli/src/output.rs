//! The output of a command: its text, and how the program ends.

/// The output of a command.
pub(crate) struct CommandOutput {
    pub(crate) text: String,
    pub(crate) holds: bool,
    /// If it was stopped by Ctrl-C: how to go on from there.
    pub(crate) stopped: Option<String>,
    /// Why the results could not be written to their file.
    pub(crate) refused: Option<String>,
}

impl CommandOutput {
    pub(crate) fn new(text: String, holds: bool) -> CommandOutput {
        CommandOutput {
            text,
            holds,
            stopped: None,
            refused: None,
        }
    }
}
