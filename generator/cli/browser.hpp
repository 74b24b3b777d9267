// The person's web browser.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "system/environment.hpp"

namespace benchfolio::cli {

// The command that shows `url`: that of BROWSER, a list separated by colons whose first is taken, with `%s` or else the
// end for the address; else the desktop's own.
std::vector<std::string> browser_command(const std::string& url, const system::Environment& environment);

// Opens a page, without waiting for the browser.
class Browser {
  public:
    explicit Browser(const std::string& url);

    // Why no browser came, once that is known; told once.
    std::optional<std::string> complaint();

  private:
    std::string program_;
    pid_t process_ = -1;  // until it has ended
    std::optional<std::string> complaint_;
};

}  // namespace benchfolio::cli
