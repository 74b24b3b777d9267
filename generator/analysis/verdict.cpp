#include "analysis/verdict.hpp"

namespace benchfolio::analysis {

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::slower:
            return "slower";
        case Verdict::faster:
            return "faster";
        case Verdict::no_evidence:
            return "no_evidence";
        case Verdict::cannot_tell:
            break;
    }
    return "cannot_tell";
}

}  // namespace benchfolio::analysis
