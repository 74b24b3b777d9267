#include "cli/commands.hpp"
#include "model/error.hpp"

namespace benchfolio::cli {

model::ExitCode publish(const Publish&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`publish` is being built");
}

}  // namespace benchfolio::cli
