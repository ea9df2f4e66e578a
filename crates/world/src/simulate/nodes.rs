//! The machines that run the service: they die, stand still and come back.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;

use service::app::{App, Bell, SignIn, Signatures};
use service::cases::RecentCases;
use service::limits::Limits;
use store::Work;
use tokio::sync::mpsc;

use super::gate::Gate;
use super::marks::Mark;
use super::registers::Asked;
use super::schedule::Owner;
use super::seam::Seam;
use super::town::{SECOND, Town};

/// A machine.
pub(super) struct Node {
    /// The service, while it runs.
    pub(super) app: Option<Arc<App>>,
    handed: Option<mpsc::Receiver<Work>>,
    /// Counts its lives, from 1.
    pub(super) life: u64,
    /// It stands still until then.
    pub(super) stands_until: i64,
    /// Its link to the centre is cut until then.
    pub(super) cut_until: i64,
    /// It is to die now.
    dying: bool,
    /// It looks for work that is due.
    looking: bool,
    /// It has found nothing; it looks again from then on.
    look_from: i64,
}

/// The node that had a request died with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost;

impl Town {
    /// Puts so many nodes up.
    pub(super) fn settle(self: &Arc<Self>, count: usize) {
        for _ in 0..count {
            self.nodes().push(Node {
                app: None,
                handed: None,
                life: 0,
                stands_until: i64::MIN,
                cut_until: i64::MIN,
                dying: false,
                looking: false,
                look_from: i64::MIN,
            });
        }
        for node in 0..count {
            self.start(node);
        }
    }

    /// Starts a node; another life begins.
    pub(super) fn start(self: &Arc<Self>, node: usize) {
        let mut nodes = self.nodes();
        let Some(slot) = nodes.get_mut(node) else { return };
        slot.life += 1;
        let (bell, handed) = Bell::new();
        let (clock, chance) = (Arc::clone(self), Arc::clone(self));
        let seam = Seam { town: Arc::clone(self), node, life: slot.life };
        let app = App {
            store: Arc::new(seam),
            registers: Arc::new(Asked { town: Arc::clone(self) }),
            sms: Arc::new(Gate { town: Arc::clone(self), node }),
            clock: Arc::new(move || clock.clock()),
            chance: Arc::new(move || chance.draw()),
            laws: self.shared.laws.clone(),
            texts: Arc::clone(&self.shared.texts),
            keys: self.shared.keys.clone(),
            limits: Limits::default(),
            sign_in: SignIn { eds: false, qr: false, sms: true },
            signatures: Signatures::default(),
            pulse: Arc::default(),
            kiosks: service::kiosk::Kiosks::default(),
            office: service::app::OfficeSettings::default(),
            bell,
            recent: RecentCases::default(),
        };
        slot.app = Some(Arc::new(app));
        slot.handed = Some(handed);
        (slot.dying, slot.looking, slot.look_from) = (false, false, i64::MIN);
        drop(nodes);
        self.bring_waiting();
    }

    /// The faults are gone: every node is up, on its feet, and has its link.
    pub(super) fn mend(self: &Arc<Self>) {
        self.calm();
        let mut down = Vec::new();
        for (node, slot) in self.nodes().iter_mut().enumerate() {
            (slot.stands_until, slot.cut_until) = (i64::MIN, i64::MIN);
            if slot.app.is_none() {
                down.push(node);
            }
        }
        down.into_iter().for_each(|node| self.start(node));
        self.bring_waiting();
    }

    /// Marks a node to die as soon as its task has stopped.
    pub(super) fn crash(&self, node: usize) {
        if let Some(slot) = self.nodes().get_mut(node) {
            slot.dying = true;
        }
    }

    /// The nodes that die now, with the lives that end; each comes back after a while.
    pub(super) fn bury(self: &Arc<Self>) -> Vec<(usize, u64)> {
        let mut dead = Vec::new();
        for (node, slot) in self.nodes().iter_mut().enumerate() {
            if std::mem::take(&mut slot.dying) && slot.app.is_some() {
                (slot.app, slot.handed) = (None, None);
                dead.push((node, slot.life));
            }
        }
        for (node, life) in &dead {
            self.let_go(*node, *life);
            let (town, node) = (Arc::clone(self), *node);
            let away = if self.odds(100) { 200 * SECOND } else { 5 * SECOND };
            let away = self.within(away);
            self.spawn(Owner::World, async move {
                town.sleep(away).await;
                // Unless somebody has started it meanwhile.
                if town.nodes().get(node).is_some_and(|slot| slot.app.is_none()) {
                    town.start(node);
                }
            });
        }
        dead
    }

    /// Until when whose task must wait, whatever it waits for.
    pub(super) fn held(&self, owner: Owner) -> Option<i64> {
        match owner {
            Owner::World => None,
            Owner::Node { node, .. } => {
                let nodes = self.nodes();
                let until = nodes.get(node).map(|slot| slot.stands_until)?;
                (until > self.moment.now()).then_some(until)
            }
        }
    }

    /// Hands each node what it gave itself to do.
    pub(super) fn hand_over(self: &Arc<Self>) {
        let mut begun = Vec::new();
        for (node, slot) in self.nodes().iter_mut().enumerate() {
            let (Some(app), Some(handed)) = (&slot.app, &mut slot.handed) else { continue };
            let owner = Owner::Node { node, life: slot.life };
            while let Ok(work) = handed.try_recv() {
                begun.push((owner, Arc::clone(app), work));
            }
        }
        for (owner, app, work) in begun {
            self.watch().took(&work);
            self.spawn(owner, async move { app.perform(&work).await });
        }
    }

    /// Lets nodes look for work that is due; says when the next look can find something.
    pub(super) fn look(self: &Arc<Self>) -> Option<i64> {
        let next = super::schedule::at_once(self.store.queue()).ok()?.next_due?;
        let due = next.as_microsecond().saturating_sub(self.offset.load(Ordering::Relaxed));
        let now = self.moment.now();
        if due > now {
            return Some(due);
        }
        let mut soonest = None;
        let mut begun = Vec::new();
        for (node, slot) in self.nodes().iter_mut().enumerate() {
            let Some(app) = slot.app.as_ref().filter(|_| !slot.looking) else { continue };
            let from = slot.look_from.max(slot.stands_until);
            if from > now {
                soonest = Some(soonest.unwrap_or(i64::MAX).min(from));
                continue;
            }
            slot.looking = true;
            begun.push((node, slot.life, Arc::clone(app)));
        }
        let looks = !begun.is_empty();
        for (node, life, app) in begun {
            let town = Arc::clone(self);
            self.spawn(Owner::Node { node, life }, async move {
                town.take_due(node, life, app).await;
            });
        }
        if looks { Some(now) } else { soonest }
    }

    async fn take_due(self: &Arc<Self>, node: usize, life: u64, app: Arc<App>) {
        self.sleep(self.within(SECOND / 4)).await;
        let works = service::worker::due(&app).await;
        let found = !works.is_empty();
        for work in works {
            let app = Arc::clone(&app);
            self.spawn(Owner::Node { node, life }, async move { app.perform(&work).await });
        }
        if let Some(slot) = self.nodes().get_mut(node).filter(|slot| slot.life == life) {
            slot.looking = false;
            slot.look_from = if found { i64::MIN } else { self.moment.now() + SECOND / 4 };
        }
    }

    /// A node that is up, if any is.
    fn some_node(&self) -> Option<(usize, u64, Arc<App>)> {
        let nodes = self.nodes();
        let up = nodes.iter().enumerate();
        let up: Vec<_> = up.filter_map(|(at, n)| Some((at, n.life, n.app.clone()?))).collect();
        drop(nodes);
        let place = self.place(up.len());
        up.into_iter().nth(place)
    }

    /// Whether a node lives this life, and until when it stands still.
    fn lives(&self, node: usize, life: u64) -> Option<i64> {
        let nodes = self.nodes();
        let slot = nodes.get(node)?;
        (slot.life == life && slot.app.is_some()).then_some(slot.stands_until)
    }

    /// Somebody asks the service something through some node.
    ///
    /// # Errors
    /// [`Lost`] when no node is up, or the one that was asked died: nobody knows what was done.
    pub(super) async fn call<T, F>(
        self: &Arc<Self>,
        ask: impl FnOnce(Arc<App>) -> F,
    ) -> Result<T, Lost>
    where
        F: Future<Output = T> + Send,
    {
        let Some((node, life, app)) = self.some_node() else {
            self.sleep(SECOND).await;
            return Err(Lost);
        };
        let mut asked = Box::pin(ask(app));
        poll_fn(|cx| match self.lives(node, life) {
            None => {
                self.hit(Mark::CallLost);
                Poll::Ready(Err(Lost))
            }
            Some(until) if until > self.moment.now() => {
                self.moment.until(until);
                Poll::Pending
            }
            Some(_) => asked.as_mut().poll(cx).map(Ok),
        })
        .await
    }

    /// Everything that the nodes hold is let go, and with it the circle of who knows whom.
    pub(super) fn close(&self) {
        self.nodes().clear();
        drop(self.take_spawned());
    }
}
