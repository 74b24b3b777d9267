#include "cli/commands.hpp"
#include "model/error.hpp"

namespace benchfolio::cli {

model::ExitCode serve(const Serve&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`serve` is being built");
}

}  // namespace benchfolio::cli
