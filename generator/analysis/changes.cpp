#include "analysis/changes.hpp"

namespace benchfolio::analysis {

std::string_view name_of(ChangeState state) {
    switch (state) {
        case ChangeState::watching:
            return "watching";
        case ChangeState::confirmed:
            return "confirmed";
        case ChangeState::retracted:
            break;
    }
    return "retracted";
}

}  // namespace benchfolio::analysis
