#include "cli/commands.hpp"

namespace benchfolio::cli {

model::ExitCode compare(const Compare&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`compare` is not there yet");
}

}  // namespace benchfolio::cli
