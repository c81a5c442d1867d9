#pragma once
#include <stddef.h>

/// The emulator's page (`page.html`), compiled into the binary. `sizeBytes` receives its length.
const unsigned char *emulator_page(size_t *sizeBytes);
