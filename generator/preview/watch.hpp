// Waits until something a person edits is touched. The system tells that something happened (notifications.hpp), a look
// at the files tells what (snapshot.hpp): so every way to save a file is seen, in place, by renaming, by moving a whole
// folder, and also where the system lost count. Without notifications it looks every second.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "preview/notifications.hpp"
#include "preview/snapshot.hpp"

namespace benchfolio::preview {

// What was touched of a target, by its path.
using Touched = std::map<std::string, std::vector<std::string>>;

class Watch {
  public:
    using Clock = std::chrono::steady_clock;

    // Without notifications, given nullptr, as where the system has none.
    explicit Watch(std::unique_ptr<Notifications> notifications = Notifications::open());

    // These are watched from now on, no others. What was watched before keeps its last look, so that nothing is missed.
    void follow(const std::vector<Target>& targets);

    // Waits until something is touched, at most `patience`, and then until it has been quiet for a moment: an editor
    // takes several steps to save a file, a copy of a folder many.
    Touched wait(std::chrono::milliseconds patience);

    // Whether the system tells of changes; if not, there are more folders than it watches.
    bool is_told() const { return notifications_ != nullptr; }

  private:
    struct Followed {
        Target target;
        Snapshot last;
    };
    Snapshot look(const Target& target);
    bool stirs(std::chrono::milliseconds patience);
    void settle();
    Touched compare();

    std::unique_ptr<Notifications> notifications_;
    std::vector<Followed> followed_;
    Clock::time_point next_look_{};  // without notifications
};

}  // namespace benchfolio::preview
