// Which program analyses: a digest of the sources that decide what follows from a history, made when they are compiled.
// What another program has found and kept is not believed.
#pragma once

#include <string_view>

namespace benchfolio::analysis {

extern const std::string_view analysing_fingerprint;

}  // namespace benchfolio::analysis
