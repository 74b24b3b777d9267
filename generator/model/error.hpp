// The one exception of the program: the environment is broken (no bucket, no disk, bad configuration) and the command
// cannot go on. Bad archived files are not errors but model::Rejection values.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace benchfolio::model {

// What the process reports to its caller; documented in the README and in --help.
enum class ExitCode { ok = 0, findings = 1, usage = 2, broken_files = 3, storage = 4, interrupted = 130 };

class Error : public std::runtime_error {
  public:
    // `code` names the kind of error in the output, "config" in `error[config]: ...`. `place` is file:line:column or a
    // path, `hint` says what to do next; either may be empty.
    Error(ExitCode exit_code, std::string code, const std::string& what, std::string place = {}, std::string hint = {})
        : std::runtime_error(what),
          exit_code_(exit_code),
          code_(std::move(code)),
          place_(std::move(place)),
          hint_(std::move(hint)) {}

    ExitCode exit_code() const { return exit_code_; }
    const std::string& code() const { return code_; }
    const std::string& place() const { return place_; }
    const std::string& hint() const { return hint_; }

  private:
    ExitCode exit_code_;
    std::string code_, place_, hint_;
};

}  // namespace benchfolio::model
