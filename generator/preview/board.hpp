// What the preview shows at this moment: hung up by the one who builds, read by all requests at once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "preview/answer.hpp"

namespace benchfolio::preview {

class Board {
  public:
    // `folder` is where the site will be; `name` tells this preview from one before it under the same address, so that
    // pages left open reload.
    Board(std::string folder, std::string name);

    // A new good build, which `exchange` puts into the folder while no request reads it. Open pages reload.
    void renew(const std::string& base, const std::function<void()>& exchange);
    // The newest build failed; what it said is shown over the last good page.
    void fail(const std::string& failure);
    // Nobody waits for news any more.
    void close();

    Answer answer(const Request& request) const;
    // What is shown, once it is newer than `revision`; nothing if that takes too long, or the board is closed.
    std::optional<Shown> news(std::uint64_t revision, std::chrono::milliseconds patience) const;
    bool closed() const;

  private:
    void change(const std::function<void()>& edit);
    Shown shown() const;

    const std::string name_;
    mutable std::mutex folder_;  // one at a time reads or exchanges the site's files: both are short
    mutable std::mutex mutex_;   // of what follows
    mutable std::condition_variable changed_;
    Shown shown_;
    std::uint64_t builds_ = 0;
    bool closed_ = false;
};

}  // namespace benchfolio::preview
