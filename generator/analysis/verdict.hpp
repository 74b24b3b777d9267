// The four answers to "did it change?".
#pragma once

#include <string_view>

namespace benchfolio::analysis {

enum class Verdict { slower, faster, no_evidence, cannot_tell };  // for higher-is-better measures read worse, better

std::string_view name_of(Verdict verdict);  // as data files have it: "slower", "faster", "no_evidence", "cannot_tell"

}  // namespace benchfolio::analysis
