#include <fmt/format.h>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "formats/mypyc.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

// The files of the folder `data` in it, where it is a checkout of the results repository.
std::vector<formats::NamedText> files_of(const std::string& folder) {
    const std::string data = system::is_folder(folder + "/data") ? folder + "/data" : folder;
    if (!system::is_folder(data)) throw Error(ExitCode::usage, "usage", "there is no such folder", folder);
    std::vector<formats::NamedText> files;
    for (const system::FileEntry& entry : system::files_below(data)) {
        if (!entry.path.ends_with(".csv") || entry.path.find('/') != std::string::npos) continue;
        system::read_file(data + "/" + entry.path, files.emplace_back(entry.path, "").text);
    }
    if (files.empty())
        throw Error(ExitCode::usage, "usage", "no CSV files are in the folder", data, "mypyc's lie in data/");
    return files;
}

std::unique_ptr<archive::ObjectStore> open(const Import& arguments) {
    archive::Access access = arguments.access;
    access.cancelled = was_interrupted;
    auto store = archive::open(arguments.archive, access);
    if (store->holds() == archive::Holds::results) return store;
    throw Error(ExitCode::usage, "archive", "a published site is only read", store->name(),
                "import into the archive that the site is made from");
}

struct Stored {
    std::size_t created = 0, there = 0;
};

Stored store_runs(const archive::ObjectStore& store, const std::vector<formats::NamedText>& runs) {
    Stored stored;
    for (const formats::NamedText& run : runs) {
        stop_if_interrupted();
        ++(store.put(run.name, run.text) == archive::Put::created ? stored.created : stored.there);
    }
    return stored;
}

std::string account(const formats::MypycHistory& history, const Stored& stored, bool dry_run) {
    std::string text =
        fmt::format("results    {}, {} of them failed runs\nruns       {}", counted(history.results, "row", "rows"),
                    grouped(history.failed), grouped(history.runs.size()));
    text += dry_run ? std::string{", not stored\n"}
                    : fmt::format(": {} stored, {} there already\n", grouped(stored.created), grouped(stored.there));
    for (const std::string& line : history.unreadable) text += "unreadable " + line + "\n";
    return text;
}

}  // namespace

ExitCode import_history(const Import& arguments, const Session&) {
    const formats::MypycHistory history = formats::mypyc_history(files_of(arguments.folder));
    const auto store = open(arguments);
    const Stored stored = arguments.dry_run ? Stored{} : store_runs(*store, history.runs);
    print_result(account(history, stored, arguments.dry_run) + "\n" + history.configuration);
    return history.unreadable.empty() ? ExitCode::ok : ExitCode::broken_files;
}

}  // namespace benchfolio::cli
