#include "cli/commands.hpp"

namespace benchfolio::cli {

model::ExitCode gate(const Gate&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`gate` is not there yet");
}

}  // namespace benchfolio::cli
