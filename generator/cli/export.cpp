#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/stages.hpp"
#include "exporter/exporter.hpp"

namespace benchfolio::cli {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;

constexpr std::string_view schema_file = "schema.md", schema_heading = "# benchfolio export";

std::string beginning_of(const fs::path& file) {
    std::array<char, 100> bytes{};
    std::ifstream stream{file, std::ios::binary};
    stream.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
}

bool is_our_file(const fs::directory_entry& entry) {
    if (!entry.is_regular_file()) return false;
    if (entry.path().filename() == schema_file) return true;
    const std::string ending = entry.path().extension().string(), name = entry.path().stem().string();
    return (ending == ".csv" || ending == ".jsonl") &&
           std::ranges::find(exporter::schema(), std::string_view{name}, &exporter::Table::name) !=
               exporter::schema().end();
}

bool is_our_folder(const fs::path& folder) {
    if (fs::is_empty(folder)) return true;
    return std::ranges::all_of(fs::directory_iterator{folder}, is_our_file) &&
           beginning_of(folder / schema_file).starts_with(schema_heading);
}

// What a person keeps there is not ours to replace.
void refuse_foreign(const fs::path& out, ExportFormat format) {
    if (!fs::exists(fs::symlink_status(out))) return;
    const bool ours = format == ExportFormat::sqlite
                          ? fs::is_regular_file(out) && exporter::is_our_database(beginning_of(out))
                          : fs::is_directory(out) && is_our_folder(out);
    if (!ours)
        throw Error(ExitCode::usage, "out", "this is there already, and is no earlier export", out.string(),
                    "name another place with --out");
}

// What is written stands beside its place until it is whole.
class Unfinished {
  public:
    explicit Unfinished(fs::path out) : out_{std::move(out)}, path_{out_.string() + ".unfinished"} {
        fs::remove_all(path_);
        if (out_.has_parent_path()) fs::create_directories(out_.parent_path());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    const fs::path& path() const { return path_; }
    void put_in_place() const {
        if (fs::is_directory(out_)) fs::remove_all(out_);
        fs::rename(path_, out_);
    }

  private:
    fs::path out_, path_;
};

// The files of a folder, each open while its table is written.
class Files {
  public:
    explicit Files(fs::path folder) : folder_{std::move(folder)} { fs::create_directories(folder_); }

    void write(const std::string& name, std::string_view bytes) {
        if (name != open_) {
            stream_.close();
            stream_.open(folder_ / name, std::ios::binary | std::ios::trunc);
            open_ = name;
        }
        stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
        if (!stream_)
            throw Error(ExitCode::storage, "storage", fmt::format("this cannot be written: {}", std::strerror(errno)),
                        (folder_ / name).string());
    }

  private:
    fs::path folder_;
    std::string open_;
    std::ofstream stream_;
};

void write_tables(const exporter::Content& content, ExportFormat format, const fs::path& at) {
    if (format == ExportFormat::sqlite)
        return exporter::write(content, *exporter::sqlite_writer(at.string()), stop_if_interrupted);
    Files files{at};
    const exporter::FileSink sink = [&](const std::string& name, std::string_view bytes) { files.write(name, bytes); };
    exporter::write(content,
                    format == ExportFormat::csv ? *exporter::csv_writer(sink) : *exporter::json_lines_writer(sink),
                    stop_if_interrupted);
    files.write(std::string{schema_file}, exporter::schema_text());
}

std::string account(const Export& arguments, const model::History& history) {
    const model::History none, &aside = history.aside ? *history.aside : none;
    std::string runs = counted(history.runs.size(), "run", "runs");
    if (history.aside) runs += fmt::format(" of the trends, {} beside them", grouped(aside.runs.size()));
    return fmt::format("export     {} ({})\nruns       {}\nresults    {}\nschema     benchfolio export --schema\n",
                       arguments.out, counted(exporter::schema().size(), "table", "tables"), runs,
                       grouped(history.columns.size() + aside.columns.size()));
}

}  // namespace

ExitCode export_all(const Export& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    refuse_foreign(arguments.out, arguments.format);
    config::Config config = configure(arguments.source, progress);
    set_now(arguments.now, config);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    progress.begin("writing");
    try {
        const Unfinished unfinished{arguments.out};
        write_tables({history, report, config.analysis, "benchfolio " BENCHFOLIO_VERSION}, arguments.format,
                     unfinished.path());
        unfinished.put_in_place();
    } catch (const fs::filesystem_error& error) {
        throw Error(ExitCode::storage, "storage", error.code().message(), error.path1().string());
    }
    progress.end(counted(exporter::schema().size(), "table", "tables"));
    print_result(account(arguments, history));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
