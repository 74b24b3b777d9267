// The command line: from arguments to an exit code.
#pragma once

namespace benchfolio::cli {

// Never throws: what goes wrong is told on stderr and in the exit code (model::ExitCode).
int run(int argc, const char* const* argv);

}  // namespace benchfolio::cli
