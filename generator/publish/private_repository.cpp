#include "publish/private_repository.hpp"

#include <filesystem>
#include <utility>

#include "publish/disk.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

// What is fetched stays a pack. What is written here does not become one: a push would send it as it stands in that
// pack, while single objects are packed for the push, with deltas against the old tip (0.6 MB instead of 2.8 MB). So
// until then nothing is compressed.
const std::vector<Setting> own_settings{{"fetch.unpacklimit", "1"},     {"fastimport.unpacklimit", "1000000000"},
                                        {"core.loosecompression", "0"}, {"pack.compression", "0"},
                                        {"pack.usebitmaps", "true"},    {"gc.auto", "0"},
                                        {"maintenance.auto", "false"},  {"core.fsync", "none"},
                                        {"user.useconfigonly", "true"}};

// A remote that stands still would hold a nightly job for hours. The user's own settings come after these and count.
const std::vector<Setting> default_settings{{"http.lowspeedlimit", "1"}, {"http.lowspeedtime", "300"}};

void add_setting(Variables& variables, std::size_t index, const Setting& setting) {
    variables["GIT_CONFIG_KEY_" + std::to_string(index)] = setting.key;
    variables["GIT_CONFIG_VALUE_" + std::to_string(index)] = setting.value;
}

// Git believes `safe.directory` only where a person, not a repository, could have written it, and a local remote is
// opened by a program that gets the person's file, but not the settings in the environment. It holds no secret.
std::string trusted_folders(const std::vector<Setting>& settings) {
    std::string text = "[safe]\n";
    for (const auto& [key, value] : settings) {
        if (key != "safe.directory") continue;
        text += "\tdirectory = \"";
        for (const char c : value) text += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
        text += "\"\n";
    }
    return text;
}

// No configuration file besides this one is read: what is in them came with the settings, and an extra header that
// comes twice is refused by GitHub.
Variables surroundings(const Remote& remote, const fs::path& folder) {
    Variables variables = system::plain_surroundings();
    variables["GIT_DIR"] = (folder / "repository.git").string();
    variables["GIT_CONFIG_NOSYSTEM"] = "1";
    variables["GIT_CONFIG_GLOBAL"] = (folder / "settings").string();
    std::size_t count = 0;
    for (const auto* settings : {&default_settings, &remote.settings, &own_settings})
        for (const Setting& setting : *settings) add_setting(variables, count++, setting);
    variables["GIT_CONFIG_COUNT"] = std::to_string(count);
    return variables;
}

}  // namespace

PrivateRepository::PrivateRepository(const Remote& remote, const std::function<bool()>& cancelled,
                                     const Secrets& secrets)
    : secrets_(secrets),
      git_{.folder = remote.folder, .variables = surroundings(remote, folder_.path()), .cancelled = cancelled} {
    create_file(fs::path{folder_.path()} / "settings", trusted_folders(remote.settings));
    create("sha1");
}

// Without a template there is no hook that a person or a distribution gives to every new repository.
void PrivateRepository::create(const char* object_format) {
    answer({"init", "--quiet", "--bare", "--template=", std::string{"--object-format="} + object_format});
}

void PrivateRepository::use_digits(std::size_t digits) {
    if (digits != 64) return;
    fs::remove_all(fs::path{folder_.path()} / "repository.git");
    create("sha256");
}

void PrivateRepository::forget_boundary() const {
    fs::remove(fs::path{folder_.path()} / "repository.git" / "shallow");
}

std::string PrivateRepository::answer(std::vector<std::string> arguments,
                                      std::function<void(const system::Write&)> input) const {
    return publish::answer(git_, secrets_, std::move(arguments), std::move(input));
}

}  // namespace benchfolio::publish
