// The browser's parts, joined as they are built: see tools/lint_browser.py.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2021,
      sourceType: "script",
      // The lines of data that `script.py` writes before the parts, and what Sphinx’s `language_data.js` brings to the search page.
      globals: { ...globals.browser, COURSE: "readonly", MORE: "readonly", KNOWN: "readonly", CONTENTS: "readonly", Stemmer: "readonly", stopwords: "readonly" },
    },
    rules: { "prefer-const": "error" },
  },
];
