#include "cli/commands.hpp"

namespace benchfolio::cli {

model::ExitCode comment(const Comment&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`comment` is not there yet");
}

}  // namespace benchfolio::cli
