#include "emulator_page.h"

static const unsigned char page[] = {
#embed "page.html"
};

const unsigned char *emulator_page(size_t *sizeBytes) {
  *sizeBytes = sizeof page;
  return page;
}
