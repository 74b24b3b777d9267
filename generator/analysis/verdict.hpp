// The four answers to "did it change?".
#pragma once

namespace benchfolio::analysis {

enum class Verdict { slower, faster, no_evidence, cannot_tell };  // for higher-is-better measures read worse, better

}  // namespace benchfolio::analysis
