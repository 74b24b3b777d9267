// Which program renders: a digest of the sources that decide what the pages are, made when they are compiled. What
// another program has made is not taken over.
#pragma once

#include <string_view>

namespace benchfolio::site {

extern const std::string_view rendering_fingerprint;

}  // namespace benchfolio::site
