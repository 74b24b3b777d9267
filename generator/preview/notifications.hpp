// The system's word that something happened in a folder (Linux: inotify). What happened is for a look to find out.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace benchfolio::preview {

class Notifications {
  public:
    // Nothing where the system has no such thing, or has no more of it to give.
    static std::unique_ptr<Notifications> open();
    ~Notifications();
    Notifications(const Notifications&) = delete;
    Notifications& operator=(const Notifications&) = delete;

    // From now on also of this folder; more than once is as good as once. False when the system's limit is reached; a
    // folder that cannot be watched for another reason (it has just gone) is passed over.
    bool follow(const std::string& folder);

    // Waits until something happens, at most `patience`; whether something did. A signal ends the waiting.
    bool wait(std::chrono::milliseconds patience);

  private:
    explicit Notifications(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace benchfolio::preview
