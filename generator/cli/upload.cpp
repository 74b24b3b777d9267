#include "cli/commands.hpp"
#include "model/error.hpp"

namespace benchfolio::cli {

model::ExitCode upload(const Upload&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`upload` is being built");
}

}  // namespace benchfolio::cli
