#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/interrupt.hpp"
#include "cli/upload_parcel.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

constexpr auto standard_input = "standard input", failed_night = "--failed";

std::string read_standard_input() {
    std::string bytes;
    char piece[1 << 16];
    while (const std::size_t length = std::fread(piece, 1, sizeof piece, stdin)) bytes.append(piece, length);
    if (std::ferror(stdin)) throw Error(ExitCode::storage, "storage", "cannot read", standard_input);
    return bytes;
}

void require_file(const std::string& file) {
    const auto status = std::filesystem::status(file);
    if (!std::filesystem::exists(status))
        throw Error(ExitCode::usage, "usage", "there is no such file", file, "nothing was stored");
    if (std::filesystem::is_directory(status))
        throw Error(ExitCode::usage, "usage", "this is a folder", file, "name the files in it");
}

// What is to be stored. Files are read twice, once to see whether all are sound and once to store them, so that there
// is never more than one in memory; what cannot be read twice is kept.
class Inputs {
  public:
    void keep(const std::string& name, std::string bytes) { kept_[name] = std::move(bytes); }

    std::string& read(const std::string& name) {
        if (const auto found = kept_.find(name); found != kept_.end()) return found->second;
        require_file(name);
        const bool only_once = !std::filesystem::is_regular_file(name);  // a pipe
        std::string& bytes = only_once ? kept_[name] : buffer_;
        system::read_file(name, bytes);
        return bytes;
    }

  private:
    std::map<std::string, std::string> kept_;
    std::string buffer_;
};

std::string record_of(const FailedNight& night) {
    const auto now = std::chrono::floor<model::Time::duration>(std::chrono::system_clock::now());
    const auto or_null = [](const std::optional<std::string>& text) {
        return text ? nlohmann::ordered_json(*text) : nlohmann::ordered_json(nullptr);
    };
    const nlohmann::ordered_json record{{"benchfolio_failure", 1},   {"time", model::iso8601(night.time.value_or(now))},
                                        {"outcome", night.outcome},  {"workflow", or_null(night.workflow)},
                                        {"url", or_null(night.url)}, {"commit", or_null(night.commit)}};
    return record.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::unique_ptr<archive::ObjectStore> open(const Upload& arguments) {
    archive::Access access = arguments.access;
    access.cancelled = was_interrupted;
    auto store = archive::open(arguments.archive, access);
    if (store->holds() == archive::Holds::results) return store;
    throw Error(ExitCode::usage, "archive", "a published site is only read", store->name(),
                "upload to the archive that the site is made from");
}

// All of them, before anything is stored.
std::vector<Parcel> read_all(const Upload& arguments, const ingest::Options& options, Inputs& inputs) {
    std::vector<std::string> names = arguments.files;
    for (std::string& name : names)
        if (name == "-") inputs.keep(name = standard_input, read_standard_input());
    if (arguments.failed) inputs.keep(names.emplace_back(failed_night), record_of(*arguments.failed));
    ParcelReader reader{options};
    std::vector<Parcel> parcels;
    for (const std::string& name : names) {
        stop_if_interrupted();
        parcels.push_back(reader.read(name, inputs.read(name)));
        if (!arguments.folder.empty()) parcels.back().name = arguments.folder + "/" + parcels.back().name;
    }
    return parcels;
}

bool has_text(const archive::ObjectStore& store, const Parcel& parcel) {
    archive::Object object{.key = parcel.name, .bytes = 0, .version = {}};
    std::string bytes, inflated;
    return store.get(object, bytes) && model::sha256(text_of(parcel.name, bytes, inflated)) == parcel.digest;
}

archive::Put store_one(const archive::ObjectStore& store, const Parcel& parcel, std::string& bytes) {
    std::string inflated;
    if (model::sha256(text_of(parcel.file, bytes, inflated)) != parcel.digest)
        throw Error(ExitCode::storage, "storage", "the file was changed while it was uploaded", parcel.file);
    try {
        return store.put(parcel.name, bytes);
    } catch (const Error&) {
        // Compressed once more, the same text has other bytes. That is no other result.
        if (!parcel.compressed || !has_text(store, parcel)) throw;
        return archive::Put::already_there;
    }
}

std::string address(const archive::ObjectStore& store, const Parcel& parcel) {
    const std::string name = store.name();
    return name + (name.ends_with('/') ? "" : "/") + parcel.name;
}

std::string account(const Parcel& parcel, std::string_view outcome, const std::string& address) {
    return fmt::format("{}\n{}  {:<11} {}\n", parcel.file, parcel.seen, outcome, address);
}

}  // namespace

ExitCode upload(const Upload& arguments, const Session&) {
    const config::Config config = load_configuration(arguments.config);
    const auto store = open(arguments);
    Inputs inputs;
    for (const Parcel& parcel : read_all(arguments, config.ingest, inputs)) {
        stop_if_interrupted();
        const bool there =
            !arguments.dry_run && store_one(*store, parcel, inputs.read(parcel.file)) == archive::Put::already_there;
        const auto outcome = arguments.dry_run ? "would go to" : there ? "is there" : "stored";
        print_result(account(parcel, outcome, address(*store, parcel)));
    }
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
