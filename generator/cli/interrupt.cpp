#include "cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

#include "model/error.hpp"

namespace benchfolio::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void on_signal(int) {
    if (interrupted != 0) ::_exit(static_cast<int>(model::ExitCode::interrupted));
    interrupted = 1;
}

// A signal that the caller chose to ignore (nohup) stays ignored.
void watch(int signal) {
    struct sigaction before {
    }, action{};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) return;
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_for_interrupts() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) watch(signal);
}

bool was_interrupted() {
    return interrupted != 0;
}

void stop_if_interrupted() {
    if (!was_interrupted()) return;
    throw model::Error(model::ExitCode::interrupted, "interrupted", "stopped; nothing was changed");
}

}  // namespace benchfolio::cli
