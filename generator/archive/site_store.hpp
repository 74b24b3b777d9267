// A published site as an archive: the data files that every site carries, from which the site can be built again.
//
// The index, data/index.json, tells the checksum of every other file. So what was kept from an earlier reading is
// fetched again only where it changed, nothing that is damaged is believed, and files of two nights are never mixed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "archive/object_store.hpp"
#include "model/error.hpp"

namespace benchfolio::archive {

// A file is not the one that the index tells of: the site is replaced while it is read. Listing it anew may help.
class SiteChanged : public model::Error {
  public:
    explicit SiteChanged(const std::string& place)
        : Error(model::ExitCode::storage, "archive", "the files of this site do not belong together", place,
                "it is being published just now, or a part of it is still an earlier one; try again in ten minutes") {}
};

class SiteStore final : public ObjectStore {
  public:
    // The bytes of a file of the site, whose path is relative to its root; false where there is none.
    using Fetch = std::function<bool(const std::string& path, std::string& bytes)>;

    // `cache` is a folder of this site's own for what was fetched; empty: none.
    SiteStore(std::string identity, Fetch fetch, std::string cache);

    Holds holds() const override { return Holds::site; }
    // The index and what it names. Throws model::Error: usage where there is no benchfolio site, or one of a newer
    // benchfolio; storage where it cannot be reached or its index is damaged.
    std::vector<Object> list() const override;
    // Throws SiteChanged where the object is not the one that was listed.
    bool get(Object& object, std::string& buffer) const override;
    // A site is only read: always a model::Error (usage).
    Put put(const std::string& key, std::string_view bytes) const override;
    std::string name() const override { return identity_; }
    std::string identity() const override { return identity_; }
    unsigned transfers() const override { return 12; }

  private:
    std::string identity_;
    Fetch fetch_;
    std::string cache_;

    std::string kept_at(const Object& object) const;
    bool is_kept(const Object& object, std::string& buffer) const;
    void keep(const Object& object, const std::string& bytes) const;
    void forget_others(const std::vector<Object>& objects) const;
};

// Whether this is the address of a site, "https://...", and not a folder's path.
bool is_site_address(std::string_view text);

// The address of a site's root, with its slash at the end. Throws model::Error (usage) for one with a query, a
// fragment or a password.
std::string site_address(std::string_view text);

std::unique_ptr<SiteStore> site_at(const std::string& address, const Access& access);

// Whether a folder holds a site as `benchfolio build` writes it: a checkout of the pages' branch, for one.
bool is_site_folder(const std::string& folder);
std::unique_ptr<SiteStore> site_in(const std::string& folder);

}  // namespace benchfolio::archive
