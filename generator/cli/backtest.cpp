#include "cli/commands.hpp"

namespace benchfolio::cli {

model::ExitCode backtest(const Backtest&, const Session&) {
    throw model::Error(model::ExitCode::usage, "usage", "`backtest` is not there yet");
}

}  // namespace benchfolio::cli
