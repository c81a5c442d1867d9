#include "emulator_page.h"

static const unsigned char html[] = {
#embed "page.html"
};
static const unsigned char css[] = {
#embed "page.css"
};
static const unsigned char js[] = {
#embed "page.js"
};

const unsigned char *emulator_page_html(size_t *sizeBytes) {
  *sizeBytes = sizeof html;
  return html;
}

const unsigned char *emulator_page_css(size_t *sizeBytes) {
  *sizeBytes = sizeof css;
  return css;
}

const unsigned char *emulator_page_js(size_t *sizeBytes) {
  *sizeBytes = sizeof js;
  return js;
}
