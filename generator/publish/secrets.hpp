// Keeps secrets out of everything that is told. Used inside this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "system/environment.hpp"

namespace benchfolio::publish {

class Secrets {
  public:
    // The tokens that the environment of a job is known to hold.
    explicit Secrets(const system::Environment& environment);

    // What a setting of git holds: the value of an extra header, name and password in an address (which may stand in
    // the key: `url.https://token@host/.insteadOf`).
    void add_setting(std::string_view key, std::string_view value);
    void add_address(std::string_view text);

    // The text with "***" for each secret: those known, whatever stands before the `@` of an address, whatever follows
    // `Authorization:`. Control characters, which a remote could steer a terminal with, become spaces.
    std::string hidden(std::string text) const;

  private:
    void add(std::string secret);
    void add_header(std::string_view value);

    std::vector<std::string> known_;  // the longest first, so that none is cut by a shorter one in it
};

}  // namespace benchfolio::publish
