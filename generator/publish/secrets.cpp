#include "publish/secrets.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/ascii.hpp"
#include "model/percent.hpp"

namespace benchfolio::publish {
namespace {

constexpr std::string_view instead = "***";
constexpr std::size_t shortest = 4;  // anything shorter would blot out ordinary words
constexpr auto variables = {
    "GITHUB_TOKEN",          "GH_TOKEN",          "GITLAB_TOKEN",      "CI_JOB_TOKEN",
    "INPUT_TOKEN",           "GIT_PASSWORD",      "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    "ACTIONS_RUNTIME_TOKEN", "AWS_SESSION_TOKEN", "GITHUB_PAT",        "ACTIONS_ID_TOKEN_REQUEST_TOKEN"};

bool ends_address(char c) {
    return c == '/' || c == ' ' || c == '\'' || c == '"' || c == '\n' || c == '\t' || c == '<' || c == '>';
}

// Where name and password stand in an address: [first, last) is before the `@`.
struct Userinfo {
    std::size_t first, last;
};

// The last `@` before the host ends: a password may hold one itself.
std::optional<Userinfo> userinfo_in(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find("://", from); at != text.npos; at = text.find("://", at + 3)) {
        const std::size_t first = at + 3;
        const auto end = static_cast<std::size_t>(
            std::find_if(text.begin() + static_cast<std::ptrdiff_t>(first), text.end(), ends_address) - text.begin());
        const std::size_t last = text.substr(first, end - first).rfind('@');
        if (last != text.npos && last > 0) return Userinfo{first, first + last};
    }
    return std::nullopt;
}

// RFC 4648; what is no base 64 gives something that no text holds.
std::string base64_decoded(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned value = 0, bits = 0;
    for (const char c : text.substr(0, text.find('='))) {
        const std::size_t digit = digits.find(c);
        if (digit == digits.npos) return "";
        value = (value << 6U | static_cast<unsigned>(digit)) & 0xffffffU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(value >> bits & 0xffU);
    }
    return bytes;
}

void replace_all(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + instead.size()))
        text.replace(at, what.size(), instead);
}

void hide_addresses(std::string& text) {
    for (auto found = userinfo_in(text, 0); found; found = userinfo_in(text, found->first + instead.size()))
        text.replace(found->first, found->last - found->first, instead);
}

void hide_authorization(std::string& text) {
    constexpr std::string_view name = "authorization:";
    for (std::size_t at = model::lower_case(text).find(name); at != text.npos;
         at = model::lower_case(text).find(name, at + name.size())) {
        const std::size_t value = at + name.size();
        const std::size_t end = std::min(text.find('\n', value), text.size());
        text.replace(value, end - value, " ***");
    }
}

bool steers_terminal(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f;
}

}  // namespace

Secrets::Secrets(const system::Environment& environment) {
    for (const char* name : variables)
        if (auto value = environment(name)) add(std::move(*value));
}

void Secrets::add(std::string secret) {
    if (secret.size() < shortest || std::ranges::count(known_, secret) != 0) return;
    known_.push_back(std::move(secret));
    std::ranges::stable_sort(known_, std::ranges::greater{}, &std::string::size);
}

// "AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46..." holds the token as base 64 of `name:token`.
void Secrets::add_header(std::string_view value) {
    const std::size_t colon = value.find(':');
    if (colon == value.npos) return add(std::string{value});
    const std::string_view content = value.substr(std::min(value.find_first_not_of(" \t", colon + 1), value.size()));
    const std::string_view token = content.substr(content.rfind(' ') + 1);
    add(std::string{content});
    add(std::string{token});
    const std::string plain = base64_decoded(token);
    add(plain);
    add(plain.substr(plain.find(':') + 1));
}

void Secrets::add_setting(std::string_view key, std::string_view value) {
    if (model::lower_case(key).ends_with(".extraheader")) add_header(value);
    add_address(key);
    add_address(value);
}

void Secrets::add_address(std::string_view text) {
    for (auto found = userinfo_in(text, 0); found; found = userinfo_in(text, found->last)) {
        const std::string_view user = text.substr(found->first, found->last - found->first);
        const std::string_view secret = user.substr(user.find(':') + 1);  // a token may stand alone, as the name
        if (secret == "git") continue;                                    // the name everybody has over ssh
        add(std::string{secret});
        add(model::percent_decoded(secret));
    }
}

std::string Secrets::hidden(std::string text) const {
    for (const std::string& secret : known_) replace_all(text, secret);
    hide_addresses(text);
    hide_authorization(text);
    std::ranges::replace_if(text, steers_terminal, ' ');
    return text;
}

}  // namespace benchfolio::publish
