#include "archive/s3/credentials.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <initializer_list>
#include <utility>
#include <vector>

#include "model/error.hpp"
#include "model/nearest.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::archive::s3 {
namespace {

constexpr const char* export_hint =
    "eval \"$(aws configure export-credentials --format env)\" puts them into the environment; a public bucket needs "
    "none: --no-sign-request";

model::Error wrong(const std::string& what, const std::string& place, const std::string& hint) {
    return {model::ExitCode::usage, "credentials", what, place, hint};
}

std::string value_of(const Section& section, const std::string& key) {
    const auto found = section.find(key);
    return found == section.end() ? std::string{} : found->second;
}

std::string first_of(std::initializer_list<std::string> values) {
    for (const std::string& value : values)
        if (!value.empty()) return value;
    return {};
}

Sections sections_of(const std::string& path) {
    std::error_code unknown;
    if (path.empty() || !std::filesystem::exists(path, unknown)) return {};
    std::string text;
    system::read_file(path, text);
    return parse_sections(text);
}

// What a half of a pair of keys lacks is said, never what it has.
std::optional<Credentials> whole(const Credentials& found, const std::string& id_name, const std::string& secret_name,
                                 const std::string& place) {
    if (found.key_id.empty() && found.secret.empty()) return std::nullopt;
    const bool no_id = found.key_id.empty();
    if (no_id || found.secret.empty())
        throw wrong(
            fmt::format("{} is set, but {} is not", no_id ? secret_name : id_name, no_id ? id_name : secret_name),
            place, "set both or neither");
    return found;
}

Addressing addressing(const std::string& style, const std::string& place) {
    if (style.empty() || style == "auto") return Addressing::automatic;
    if (style == "path") return Addressing::path;
    if (style == "virtual") return Addressing::host;
    throw wrong("addressing_style is neither path, virtual nor auto: " + style, place,
                model::did_you_mean(style, {"path", "virtual", "auto"}));
}

}  // namespace

Configuration::Configuration(const Access& access, system::Environment environment)
    : access_(access), environment_(std::move(environment)) {
    const auto variable = [&](const char* name) { return environment_(name).value_or(""); };
    profile_ =
        first_of({access.profile.value_or(""), variable("AWS_PROFILE"), variable("AWS_DEFAULT_PROFILE"), "default"});
    config_path_ = shared_file("AWS_CONFIG_FILE", "config");
    credentials_path_ = shared_file("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    read_files();
}

std::string Configuration::shared_file(const std::string& variable, const std::string& name) const {
    const std::string home = environment_("HOME").value_or("");
    std::string path = environment_(variable).value_or(home.empty() ? "" : "~/.aws/" + name);
    if (path.starts_with("~/")) path.replace(0, 1, home);
    return path;
}

void Configuration::read_files() {
    const Sections config = sections_of(config_path_), stored = sections_of(credentials_path_);
    const auto in_config = config.find(profile_ == "default" ? profile_ : "profile " + profile_);
    const auto in_stored = stored.find(profile_);
    if (in_config != config.end()) config_ = in_config->second;
    if (in_stored != stored.end()) stored_ = in_stored->second;
    if (in_config == config.end() && in_stored == stored.end() && profile_ != "default")
        throw wrong("there is no profile " + profile_, first_of({config_path_, credentials_path_}),
                    "`aws configure list-profiles` names those there are");
    const auto services = config.find("services " + value_of(config_, "services"));
    if (services != config.end()) service_endpoint_ = value_of(services->second, "s3.endpoint_url");
}

Settings Configuration::settings() const {
    const auto variable = [&](const char* name) { return environment_(name).value_or(""); };
    Settings settings;
    settings.endpoint = first_of({access_.endpoint.value_or(""), variable("AWS_ENDPOINT_URL_S3"),
                                  variable("AWS_ENDPOINT_URL"), service_endpoint_, value_of(config_, "endpoint_url")});
    settings.region = first_of({access_.region.value_or(""), variable("AWS_REGION"), variable("AWS_DEFAULT_REGION"),
                                value_of(config_, "region"), value_of(stored_, "region")});
    settings.addressing = access_.addressing == Addressing::automatic
                              ? addressing(value_of(config_, "s3.addressing_style"), config_path_)
                              : access_.addressing;
    return settings;
}

// A profile that the command line names goes before the environment; AWS_PROFILE does not.
std::optional<Credentials> Configuration::credentials() const {
    if (!access_.sign_requests) return std::nullopt;
    if (!access_.profile)
        if (auto found = from_environment()) return found;
    refuse_other_kinds();
    return from_profile();
}

std::optional<Credentials> Configuration::from_environment() const {
    const auto variable = [&](const char* name) { return environment_(name).value_or(""); };
    return whole({variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN")},
                 "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "the environment");
}

std::optional<Credentials> Configuration::from_profile() const {
    using File = std::pair<const Section&, const std::string&>;
    for (const auto& [section, path] : {File{stored_, credentials_path_}, File{config_, config_path_}}) {
        const Credentials found{value_of(section, "aws_access_key_id"), value_of(section, "aws_secret_access_key"),
                                value_of(section, "aws_session_token")};
        if (auto both = whole(found, "aws_access_key_id", "aws_secret_access_key", path)) return both;
    }
    return std::nullopt;
}

void Configuration::refuse_other_kinds() const {
    // Keys in the credentials file go before a program to ask, the other kinds before them.
    std::vector<std::string> kinds = {"role_arn", "web_identity_token_file", "sso_session", "sso_account_id",
                                      "sso_start_url"};
    if (!stored_.contains("aws_access_key_id")) kinds.emplace_back("credential_process");
    for (const Section* section : {&stored_, &config_})
        for (const std::string& kind : kinds)
            if (section->contains(kind))
                throw wrong(
                    fmt::format("profile {} gets its credentials by {}, which is not done here", profile_, kind),
                    section == &stored_ ? credentials_path_ : config_path_, export_hint);
    for (const char* name : {"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                             "AWS_CONTAINER_CREDENTIALS_FULL_URI"})
        if (!access_.profile && environment_(name))
            throw wrong(fmt::format("{} says where to ask for credentials, which is not done here", name),
                        "the environment", export_hint);
}

std::string Configuration::looked_in() const {
    if (!access_.sign_requests) return "requests are not signed (--no-sign-request)";
    std::vector<std::string> places;
    if (!access_.profile) places.emplace_back("AWS_ACCESS_KEY_ID");
    for (const std::string& path : {credentials_path_, config_path_})
        if (!path.empty()) places.push_back(fmt::format("profile {} of {}", profile_, path));
    return fmt::format("credentials were looked for in {}", fmt::join(places, ", "));
}

}  // namespace benchfolio::archive::s3
