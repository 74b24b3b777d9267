#include "cli/commands.hpp"

namespace benchfolio::cli {

model::ExitCode changes(const Changes&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`changes` is not there yet");
}

}  // namespace benchfolio::cli
