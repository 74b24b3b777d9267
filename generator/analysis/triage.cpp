#include "analysis/triage.hpp"

namespace benchfolio::analysis {

std::string_view name_of(ReviewKind kind) {
    switch (kind) {
        case ReviewKind::acknowledged:
            return "acknowledged";
        case ReviewKind::explained:
            return "explained";
        case ReviewKind::ignored:
            break;
    }
    return "ignored";
}

}  // namespace benchfolio::analysis
