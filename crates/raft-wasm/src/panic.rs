//! Last words of a module that breaks.

use wasm_bindgen::prelude::wasm_bindgen;

/// Prints a panic's message before the instance is gone; the page shows the rest.
#[wasm_bindgen(start)]
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| console_error(&panic.to_string())));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);
}
