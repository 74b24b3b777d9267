// The repository in which a commit for the pages branch is made and from which it is pushed. Used inside this room
// only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "publish/git.hpp"
#include "publish/remote.hpp"
#include "system/private_folder.hpp"

namespace benchfolio::publish {

class PrivateRepository {
  public:
    // Bare and empty; git reaches the remote in it as in the user's checkout. The settings travel in the environment,
    // since they may hold tokens, which a killed run must not leave on the disk.
    PrivateRepository(const Remote& remote, const std::function<bool()>& cancelled, const Secrets& secrets);

    // For a remote that names objects by SHA-256: 64 digits instead of 40.
    void use_digits(std::size_t digits);

    // Of a commit without parents: there is nothing beyond it. Git keeps no bitmaps where it knows of a boundary.
    void forget_boundary() const;

    const Git& git() const { return git_; }
    std::string answer(std::vector<std::string> arguments, std::function<void(const system::Write&)> input = {}) const;

  private:
    void create(const char* object_format);

    const Secrets& secrets_;
    system::PrivateFolder folder_{"publish"};
    Git git_;
};

}  // namespace benchfolio::publish
