// What a stage found, in the cache's folder until the next build: FOLDER/<kind>/<digest of what it is about>. "memo" is
// of the analysis of an archive, "states" of its detector, "made" of what rendering made in the folder of a site
// (site/earlier.hpp). Never the
// truth, see analysis/memo.hpp: a file that is missing, damaged or of another program costs time alone. It is as large
// as what the newest build used.
#pragma once

#include <string>

#include "analysis/memo.hpp"
#include "cli/progress.hpp"

namespace benchfolio::cli {

class KeptMemo {
  public:
    // Without a folder nothing is loaded and nothing stored; nor is it before something is looked for. `of`: the
    // identity of the archive's store and, for what was made, the folder of the site.
    KeptMemo(const std::string& folder, const std::string& kind, const std::string& of);

    bool is_kept() const { return !folder_.empty(); }
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
