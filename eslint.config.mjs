// The browser's parts, joined as they are built: see tools/lint_browser.py.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2021,
      sourceType: "script",
      // The lines of data that `script.py` writes before the parts.
      globals: { ...globals.browser, COURSE: "readonly", MORE: "readonly" },
    },
    rules: { "prefer-const": "error" },
  },
];
