// How far the work has come, on stderr: a bar with the time still needed on a terminal, one line a phase elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/console.hpp"

namespace benchfolio::cli {

class Progress {
  public:
    Progress(const Screen& screen, bool quiet) : screen_(screen), quiet_(quiet) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void note(const std::string& line);    // something to know before it starts
    void begin(const std::string& phase);  // "reading"
    void show(std::size_t done, std::size_t total, const std::string& detail = {});  // from one thread at a time
    void end(const std::string& summary);                                            // "300 files, 407.0 MB"

  private:
    using Clock = std::chrono::steady_clock;
    double seconds() const;
    void draw(const std::string& line);
    void clear();

    Screen screen_;
    bool quiet_;
    std::string phase_;
    Clock::time_point began_{}, drawn_{};
    std::size_t width_ = 0;  // of the line that stands on the terminal
};

// The bar's line; `elapsed` in seconds: "reading    [####....]  45 %  135/300  ETA 3 s".
std::string progress_line(const std::string& phase, std::size_t done, std::size_t total, double elapsed,
                          const std::string& detail);

}  // namespace benchfolio::cli
