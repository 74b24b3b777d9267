#include "publish/object_names.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include "system/parallel.hpp"

namespace benchfolio::publish {
namespace {

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Feeds and ends one digest; the only way this fails is for want of memory.
class Digest {
  public:
    explicit Digest(const EVP_MD* kind) { require(context_ && EVP_DigestInit_ex(context_.get(), kind, nullptr) == 1); }

    void add(std::string_view bytes) { require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1); }

    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
        unsigned size = 0;
        require(EVP_DigestFinal_ex(context_.get(), result.data(), &size) == 1);
        std::string text;
        for (unsigned i = 0; i < size; ++i) fmt::format_to(std::back_inserter(text), "{:02x}", result.at(i));
        return text;
    }

  private:
    static void require(bool done) {
        if (!done) throw std::bad_alloc{};
    }

    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

}  // namespace

std::string object_name(std::string_view bytes, std::size_t digits) {
    Digest digest{digits == 64 ? EVP_sha256() : EVP_sha1()};
    digest.add(fmt::format("blob {}", bytes.size()));
    digest.add({"\0", 1});
    digest.add(bytes);
    return digest.hex();
}

ObjectNames object_names(const CompleteSite& site, std::size_t digits) {
    ObjectNames names;
    std::vector<ObjectNames::pointer> entries;
    for (const auto& [path, size] : site.files()) entries.push_back(&*names.emplace(path, "").first);
    const unsigned jobs = std::thread::hardware_concurrency();
    std::vector<std::string> buffers(std::max(jobs, 1U));
    system::parallel_for(jobs, entries.size(), [&](unsigned worker, std::size_t i) {
        site.read(entries[i]->first, buffers[worker]);
        entries[i]->second = object_name(buffers[worker], digits);
    });
    return names;
}

}  // namespace benchfolio::publish
