#pragma once
#include <stddef.h>

/// The emulator's page, compiled into the binary: `page.html` and the two files that it loads.
/// `sizeBytes` receives the length.
const unsigned char *emulator_page_html(size_t *sizeBytes);
const unsigned char *emulator_page_css(size_t *sizeBytes);
const unsigned char *emulator_page_js(size_t *sizeBytes);
