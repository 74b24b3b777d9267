// Ctrl-C: the first ends the work in good order, the second at once.
#pragma once

namespace benchfolio::cli {

// From now on SIGINT, SIGTERM and SIGHUP are remembered; a second one ends the process with exit code 130.
void watch_for_interrupts();

// Whether one came.
bool was_interrupted();

// Throws model::Error (interrupted) if one came. Called between stages and wherever a stage tells how far it is.
void stop_if_interrupted();

}  // namespace benchfolio::cli
