//! Who is compared with whom.

use super::Agent;
use crate::model::Channel;

/// Agents who are compared with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerGroup {
    /// The channel that most of their conversations are on; `None` for all agents.
    pub channel: Option<Channel>,
    /// Their line of support; `None` for all.
    pub tier: Option<String>,
    /// Numbers of all agents of the group, ascending.
    pub peers: Vec<usize>,
    /// Those of them who are in no narrower group, and whose cards are told against this one.
    pub own: Vec<usize>,
}

/// Groups of the same channel and tier where they are at least so many, else of the same channel, else
/// all; each agent is the own of exactly one. Groups that are nobody's own are left out.
pub(super) fn peer_groups(agents: &[Agent], least: usize) -> Vec<PeerGroup> {
    type Key<'a> = (Option<Channel>, Option<&'a str>);
    let chain = |agent: &'_ Agent| -> Vec<(Option<Channel>, Option<String>)> {
        let narrow = agent.channel.map(|channel| (Some(channel), agent.tier.clone()));
        let wide = agent.channel.map(|channel| (Some(channel), None));
        narrow.into_iter().chain(wide).chain([(None, None)]).collect()
    };
    let is_peer = |agent: &Agent, (channel, tier): Key<'_>| {
        channel.is_none_or(|channel| agent.channel == Some(channel))
            && tier.is_none_or(|tier| agent.tier.as_deref() == Some(tier))
    };
    let mut groups: Vec<PeerGroup> = Vec::new();
    for (number, agent) in agents.iter().enumerate() {
        for (channel, tier) in chain(agent) {
            let known = groups.iter().position(|one| one.channel == channel && one.tier == tier);
            let place = known.unwrap_or_else(|| {
                let key = (channel, tier.as_deref());
                let peers = agents.iter().enumerate().filter(|(_, peer)| is_peer(peer, key));
                let peers = peers.map(|(place, _)| place).collect();
                groups.push(PeerGroup { channel, tier, peers, own: Vec::new() });
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(place) else { continue };
            if group.channel.is_none() || group.peers.len() >= least {
                group.own.push(number);
                break;
            }
        }
    }
    groups.retain(|group| !group.own.is_empty());
    groups.sort_by(|one, next| (one.channel, &one.tier).cmp(&(next.channel, &next.tier)));
    groups
}
