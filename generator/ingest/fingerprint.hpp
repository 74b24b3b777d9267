// Which program reads: a digest of the sources that decide what is read of a file, made when they are compiled. What
// another program has read and kept is not believed.
#pragma once

#include <string_view>

namespace benchfolio::ingest {

extern const std::string_view reading_fingerprint;

}  // namespace benchfolio::ingest
