// What the analysis of an archive found, in the cache's folder until the next build: FOLDER/memo/<digest of the
// archive's identity>. Never the truth, see analysis/memo.hpp: a file that is missing, damaged or of another program
// costs time alone. It is as large as what the newest build used.
#pragma once

#include <string>

#include "analysis/memo.hpp"
#include "cli/progress.hpp"

namespace benchfolio::cli {

class KeptMemo {
  public:
    // Without a folder nothing is loaded and nothing stored. `archive`: the store's identity.
    KeptMemo(const std::string& folder, const std::string& archive);

    analysis::Memo& memo() { return memo_; }

    // Keeps what was found, and removes the memos that nobody has used for 90 days. A disk that refuses, and what of
    // the old file could not be believed, are noted: the build is as good without.
    void store(Progress& progress) const;

  private:
    std::string folder_, path_;
    analysis::Memo memo_;

    void write(Progress& progress) const;
    void remove_unused() const;
};

}  // namespace benchfolio::cli
